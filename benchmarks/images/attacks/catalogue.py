"""All attacks, with the share of copies that is to be found again. A new attack is a function and a line here."""

from __future__ import annotations

from benchmarks.images.attacks import combined, frames, overlays, pixels, scenes, turns
from benchmarks.images.attacks.attack import Attack, alone
from benchmarks.images.attacks.crops import crop
from benchmarks.images.attacks.logos import logo_on_product

ATTACKS: tuple[Attack, ...] = (
    Attack(name="JPEG", target=0.99, change=alone(pixels.compress)),
    Attack(name="resize", target=0.99, change=alone(pixels.resize)),
    Attack(name="aspect", target=0.99, change=alone(pixels.stretch)),
    Attack(name="hue", target=0.99, change=alone(pixels.hue)),
    Attack(name="brightness", target=0.99, change=alone(pixels.brightness)),
    Attack(name="grey", target=0.99, change=alone(pixels.grey)),
    Attack(name="blur", target=0.99, change=alone(pixels.blur)),
    Attack(name="noise", target=0.99, change=alone(pixels.noise)),
    Attack(name="mirror", target=0.99, change=alone(turns.mirror)),
    Attack(name="rotate 90", target=0.99, change=alone(turns.quarter_turn)),
    Attack(name="text over", target=0.97, change=alone(overlays.text_over)),
    Attack(name="sticker", target=0.97, change=alone(overlays.sticker)),
    Attack(name="watermark", target=0.97, change=alone(overlays.watermark)),
    Attack(name="crop 10 %", target=0.99, change=alone(crop(0.10))),
    Attack(name="crop 25 %", target=0.97, change=alone(crop(0.25))),
    Attack(name="crop 50 %", target=0.92, change=alone(crop(0.50))),
    Attack(name="border", target=0.97, change=alone(frames.border)),
    Attack(name="screenshot", target=0.97, change=alone(frames.screenshot)),
    Attack(name="rotate 5", target=0.97, change=alone(turns.turn(3, 7))),
    Attack(name="rotate 15", target=0.97, change=alone(turns.turn(12, 18))),
    Attack(name="collage 2x2", target=0.93, change=scenes.collage),
    Attack(name="inset 20-45 %", target=0.93, change=scenes.inset),
    Attack(name="photo of a print", target=0.93, change=scenes.photographed_print),
    Attack(name="mild combination", target=0.95, change=alone(combined.mild)),
    Attack(name="hard combination", target=0.85, change=alone(combined.hard)),
    Attack(name="logo on product 5-25 %", target=0.75, change=logo_on_product, on=frozenset({"logo"})),
)
