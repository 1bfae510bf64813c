"""PyTorch and scikit-learn as contenders:  net_peer.py torch|torch-subgradient|sklearn FOLDER THREADS

FOLDER holds a task as TaskFolder writes it. On standard input "first N" asks for the losses of the first N steps,
"train" for a round; NetProcess says what the answers look like.
"""
import os
import sys
import time

import numpy as np

PEER, FOLDER, THREADS = sys.argv[1], sys.argv[2], int(sys.argv[3])
BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8


def numbers(name, kind):
    return np.fromfile(os.path.join(FOLDER, name), kind)


with open(os.path.join(FOLDER, "task.properties")) as lines:
    task = dict(line.strip().split("=", 1) for line in lines if "=" in line)
sizes = [int(s) for s in task["sizes"].split()]
rule, hidden = task["rule"], task["hidden"]
batch, rows, epochs = int(task["batch"]), int(task["rows"]), int(task["epochs"])
strength = float(task["strength"])
features = numbers("train.features", "<f4").reshape(rows, sizes[0])
labels = numbers("train.labels", "<i4").astype(np.int64)
orders = numbers("orders", "<i4").reshape(epochs, rows)
rates = numbers("rates", "<f8")
test_labels = numbers("test.labels", "<i4").astype(np.int64)
test_features = numbers("test.features", "<f4").reshape(len(test_labels), sizes[0])


def start():
    """Weights, one row a unit, and biases, which may be none, layer by layer."""
    flat, at = numbers("start", "<f4"), 0
    for i in range(1, len(sizes)):
        n = sizes[i] * sizes[i - 1]
        biases = sizes[i] if hidden != "BATCH_NORM" or i == len(sizes) - 1 else 0
        yield flat[at:at + n].reshape(sizes[i], sizes[i - 1]), flat[at + n:at + n + biases]
        at += n + biases


class Torch:
    """PyTorch's own optimizers in their fastest form; biases are not penalised."""

    def __init__(self, prox):
        import torch
        self.torch, self.prox = torch, prox
        # Two pools, PyTorch's and OpenBLAS's, get in each other's way; the one that pays is OpenBLAS's.
        torch.set_num_threads(1)
        l1 = rule.endswith("L1")
        variant = "" if not l1 else " prox" if prox else " subgradient"
        self.name = "pytorch-%s%s" % (torch.__version__, variant)
        self.departure = "l1 by subgradient" if l1 and not prox else ""
        if hidden == "DROPOUT":
            self.departure = "other random masks"
        self.cross_entropy = torch.nn.CrossEntropyLoss()

    def begin(self):
        torch = self.torch
        layers = []
        for weights, biases in start():
            dense = torch.nn.Linear(weights.shape[1], weights.shape[0], bias=len(biases) > 0)
            with torch.no_grad():
                dense.weight.copy_(torch.from_numpy(weights))
                if len(biases):
                    dense.bias.copy_(torch.from_numpy(biases))
            layers += [dense] + self.after(len(weights))
        self.net = torch.nn.Sequential(*layers[:-len(self.after(1))])
        self.weights = [p for p in self.net.parameters() if p.dim() > 1]
        others = [p for p in self.net.parameters() if p.dim() == 1]
        decay = 0 if rule.endswith("L1") else strength
        groups = [dict(params=self.weights, weight_decay=decay), dict(params=others, weight_decay=0)]
        if rule == "ADAM_W":
            self.optimizer = torch.optim.AdamW(groups, lr=rates[0], foreach=True)
        elif rule == "ADAM_L1":
            self.optimizer = torch.optim.Adam(groups, lr=rates[0], foreach=True)
        else:
            momentum = 0.9 if rule == "MOMENTUM_L2" else 0
            self.optimizer = torch.optim.SGD(groups, lr=rates[0], momentum=momentum, foreach=True)
        self.steps = 0

    def after(self, units):
        """What follows the dense part of a hidden layer."""
        nn = self.torch.nn
        return {
            "RELU": [nn.ReLU()],
            "BATCH_NORM": [nn.BatchNorm1d(units), nn.ReLU()],
            "LAYER_NORM": [nn.LayerNorm(units), nn.ReLU()],
            "GELU": [nn.GELU()],
            "TANH": [nn.Tanh()],
            "SIGMOID": [nn.Sigmoid()],
            "DROPOUT": [nn.ReLU(), nn.Dropout(0.5)],
        }[hidden]

    def batches(self, epoch):
        order = orders[epoch]
        x = self.torch.from_numpy(features[order])
        y = self.torch.from_numpy(labels[order])
        return [(x[i:i + batch], y[i:i + batch]) for i in range(0, rows, batch)]

    def step(self, x, y):
        rate = rates[self.steps]
        if self.steps and rate != rates[self.steps - 1]:
            for group in self.optimizer.param_groups:
                group["lr"] = rate
        self.steps += 1
        self.optimizer.zero_grad(set_to_none=True)
        loss = mean = self.cross_entropy(self.net(x), y)
        if rule.endswith("L1") and not self.prox:
            loss = mean + strength * sum(w.abs().sum() for w in self.weights)
        loss.backward()
        self.optimizer.step()
        if rule == "ADAM_L1" and self.prox:
            self.shrink(rate * strength)
        return mean.detach()

    def shrink(self, length):
        """The prox of l1 in Adam's metric: takes from a weight its part within +/- threshold."""
        torch = self.torch
        with torch.no_grad():
            metric = torch._foreach_sqrt([self.optimizer.state[w]["exp_avg_sq"] for w in self.weights])
            torch._foreach_div_(metric, (1 - BETA2 ** self.steps) ** 0.5)
            torch._foreach_add_(metric, EPSILON)
            for w, m in zip(self.weights, metric):
                threshold = length / m
                w.sub_(torch.clamp(w, -threshold, threshold))

    def epoch(self, epoch):
        batches = self.batches(epoch)
        begin = time.perf_counter()
        losses = [self.step(x, y) for x, y in batches]
        accuracy = self.accuracy() if len(test_labels) else None
        seconds = time.perf_counter() - begin
        loss = sum(len(y) * l.item() for (_, y), l in zip(batches, losses)) / rows
        return seconds, loss, accuracy

    def accuracy(self):
        self.net.eval()
        with self.torch.no_grad():
            classes = self.net(self.torch.from_numpy(test_features)).argmax(1)
        self.net.train()
        return (classes.numpy() == test_labels).mean()

    def first(self, count):
        self.begin()
        losses = []
        for epoch in range(epochs):
            for x, y in self.batches(epoch):
                losses.append(self.step(x, y).item())
                if len(losses) == count:
                    return losses


class Sklearn:
    """MLPClassifier, which has neither AdamW nor l1, and one logistic output where there are two classes."""

    def __init__(self):
        import sklearn
        self.name = "scikit-learn-" + sklearn.__version__
        departures = [] if sizes[-1] > 2 else ["one logistic output for two classes"]
        if rule == "ADAM_W":
            departures.append("adam with l2 in the gradient, not adamw")
        if rule.endswith("L1"):
            departures.append("no l1")
        self.departure = ", ".join(departures)

    def begin(self):
        from sklearn.neural_network import MLPClassifier
        adam = rule.startswith("ADAM")
        # Its penalty in the gradient is alpha / rows of the batch.
        alpha = 0 if rule.endswith("L1") else strength * batch
        momentum = 0.9 if rule == "MOMENTUM_L2" else 0
        self.alpha = alpha
        self.net = MLPClassifier(
            sizes[1:-1], solver="adam" if adam else "sgd", alpha=alpha, batch_size=batch, shuffle=False,
            learning_rate_init=rates[0], momentum=momentum, nesterovs_momentum=False, random_state=0)
        # One step makes the arrays; then they get the common numbers and the optimizer forgets.
        self.net.partial_fit(features[:batch], labels[:batch], classes=np.arange(sizes[-1]))
        del self.net._optimizer
        for i, (weights, biases) in enumerate(start()):
            units = self.net.coefs_[i].shape[1]
            self.net.coefs_[i][...] = weights.T[:, :units]
            self.net.intercepts_[i][...] = biases[:units]

    def epoch(self, epoch):
        x, y = features[orders[epoch]], labels[orders[epoch]]
        begin = time.perf_counter()
        self.net.partial_fit(x, y)
        seconds = time.perf_counter() - begin
        return seconds, self.net.loss_ - self.penalty(), None

    def penalty(self):
        return self.alpha / 2 / batch * sum((w * w).sum() for w in self.net.coefs_)

    def first(self, count):
        if self.departure:
            return [float("nan")] * count
        self.begin()
        losses = []
        for epoch in range(epochs):
            order = orders[epoch]
            for i in range(0, rows, batch):
                penalty = self.penalty()
                self.net.partial_fit(features[order[i:i + batch]], labels[order[i:i + batch]])
                losses.append(self.net.loss_ - penalty)
                if len(losses) == count:
                    return losses


def answer(*groups):
    print(";".join(" ".join(repr(float(x)) for x in group) for group in groups), flush=True)


peer = Sklearn() if PEER == "sklearn" else Torch(PEER == "torch")
print("%s;%s" % (peer.name, peer.departure), flush=True)
for line in sys.stdin:
    words = line.split()
    if words[0] == "first":
        answer(peer.first(int(words[1])))
    else:
        peer.begin()
        done = [peer.epoch(e) for e in range(epochs)]
        answer([d[0] for d in done], [done[-1][1]], [d[2] for d in done if d[2] is not None])
