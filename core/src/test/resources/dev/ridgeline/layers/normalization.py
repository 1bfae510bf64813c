import torch
torch.set_default_dtype(torch.float64)
x = torch.tensor([[0.5, -2.0, 3.25], [1.5, 0.25, -1.0], [-0.75, 4.0, 0.5], [2.0, 1.0, -3.5]], requires_grad=True)
dy = torch.tensor([[1.0, -0.5, 0.25], [-2.0, 0.75, 1.5], [0.5, 1.25, -1.0], [0.25, -1.5, 2.0]])
def show(name, t): print(name, [float("%.15g" % v) for v in t.detach().flatten()])
def run(name, layer):
    with torch.no_grad():
        layer.weight.copy_(torch.tensor([1.5, -0.5, 2.0])); layer.bias.copy_(torch.tensor([0.25, -1.0, 0.5]))
    for mode in (["train", "eval"] if name == "batch" else ["train"]):
        layer.train(mode == "train"); x.grad = None; layer.zero_grad()
        y = layer(x); y.backward(dy)
        show(f"{name} {mode} y", y); show(f"{name} {mode} dx", x.grad)
        show(f"{name} {mode} dgain", layer.weight.grad); show(f"{name} {mode} dshift", layer.bias.grad)
    if name == "batch":
        show("running mean", layer.running_mean); show("running variance", layer.running_var)
run("batch", torch.nn.BatchNorm1d(3, eps=0.001, momentum=1.0))
run("layer", torch.nn.LayerNorm(3, eps=0.001))
# running statistics of equal batches: torch's own first step starts from 0 and 1, momentum 0.25, 3 steps
b = torch.nn.BatchNorm1d(3, eps=0.001, momentum=0.25)
for k in range(3): b(x.detach() * (k + 1) + k)
show("3 steps mean", b.running_mean); show("3 steps variance", b.running_var)
