import torch
torch.set_default_dtype(torch.float64)
z = torch.tensor([[2.0, -1.0, 0.5], [-0.25, 3.0, 1.5], [40.0, 0.0, -40.0]], requires_grad=True)
y = torch.tensor([0, 2, 1])
loss = torch.nn.functional.cross_entropy(z, y, label_smoothing=0.1, reduction="none")
loss.sum().backward()
print("softmax values", [float("%.15g" % v) for v in loss.detach()])
print("softmax gradients", [float("%.15g" % v) for v in z.grad.flatten()])
u = torch.tensor([1.5, -0.5, -30.0], requires_grad=True)
t = torch.tensor([1.0, 0.0, 1.0]) * 0.8 + 0.1  # smoothing of 0.2
loss = torch.nn.functional.binary_cross_entropy_with_logits(u, t, reduction="none")
loss.sum().backward()
print("logistic values", [float("%.15g" % v) for v in loss.detach()])
print("logistic gradients", [float("%.15g" % v) for v in u.grad])
