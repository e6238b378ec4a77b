"""A small pad on which an ONNX graph is written node by node."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

MS: Final = "com.microsoft"
"""The domain of onnxruntime's own operators."""

# What onnxruntime 1.18 and later load; no newer operator is used.
_OPSET, _IR_VERSION = 20, 10
_EXTERNAL_FROM_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Port:
    """What goes into a graph or comes out of it: [1, tokens], with `width` numbers for every token if it is given."""

    name: str
    kind: int
    width: int = 0

    def info(self) -> onnx.ValueInfoProto:
        """Give its description for the graph."""
        return helper.make_tensor_value_info(self.name, self.kind, [1, "tokens", *([self.width] if self.width else [])])


class Nodes:
    """Collects constants and nodes. Every method returns the name of what it made."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """Keep an array under a name; a name is kept once."""
        if name not in self._constants:
            self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def number(self, value: float, kind: str = "f4") -> str:
        """Keep a single number."""
        return self.constant(f"{kind}:{value}", np.array(value, kind))

    def whole(self, *values: int) -> str:
        """Keep a list of whole numbers: axes, a shape."""
        return self.constant(f"i8{list(values)}", np.array(values, "i8"))

    def add(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:  # noqa: ANN401 - as ONNX takes them
        """Add a node with one output."""
        return self.add_many(1, kind, *inputs, domain=domain, **attributes)[0]

    def add_many(self, outputs: int, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> list[str]:  # noqa: ANN401
        """Add a node with several outputs."""
        stem = f"{kind}_{len(self._nodes)}"
        names = [f"{stem}_{index}" for index in range(outputs)]
        self._nodes.append(helper.make_node(kind, inputs, names, name=stem, domain=domain, **attributes))
        return names

    def cast(self, value: str, to: int) -> str:
        """Change the number type."""
        return self.add("Cast", value, to=to)

    def model(self, taken: Port, given: Port, value: str) -> onnx.ModelProto:
        """Close the graph that takes the one port and gives `value` through the other."""
        self._nodes.append(helper.make_node("Identity", [value], [given.name], name=given.name))
        graph = helper.make_graph(
            self._nodes, "token_encoder", [taken.info()], [given.info()], list(self._constants.values())
        )
        versions = [helper.make_opsetid("", _OPSET), helper.make_opsetid(MS, 1)]
        return helper.make_model(graph, opset_imports=versions, ir_version=_IR_VERSION, producer_name="soi")


def save(model: onnx.ModelProto, path: Path) -> None:
    """Write the graph and, beside it, its numbers: onnxruntime maps those, so most cost no memory until used."""
    onnx.save_model(
        model,
        str(path),
        save_as_external_data=True,
        all_tensors_to_one_file=True,
        location=f"{path.name}.data",
        size_threshold=_EXTERNAL_FROM_BYTES,
    )
    # onnx makes the numbers readable to their owner alone; other users of the machine may run Soi too.
    path.with_name(f"{path.name}.data").chmod(path.stat().st_mode & 0o777)
