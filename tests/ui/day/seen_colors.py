"""How far two colors are apart for anybody: CIEDE2000, in gray, and with each lack of cones."""

import math

# Machado, Oliveira and Fernandes 2009, severity 1, on linear red, green and blue.
VIEWS = {
    "usual": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "gray": ((0.2126, 0.7152, 0.0722),) * 3,
}

Lab = tuple[float, float, float]


def seen(color: str, view: str) -> Lab:
    """A color `#rrggbb` as CIE L*a*b* in a view of `VIEWS`."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    red, green, blue = (
        min(1.0, max(0.0, sum(share * part for share, part in zip(row, linear, strict=True))))
        for row in VIEWS[view]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (_root(value) for value in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _root(value: float) -> float:
    return value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116


def apart(color: Lab, other: Lab) -> float:
    """CIEDE2000; 10 is told at a glance."""
    mean = (math.hypot(*color[1:]) + math.hypot(*other[1:])) / 2
    stretch = 1.5 - 0.5 * math.sqrt(mean**7 / (mean**7 + 25**7))
    (l1, c1, h1), (l2, c2, h2) = (_polar(lab, stretch) for lab in (color, other))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    middle = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    d_hue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2))
    light, strong = (l1 + l2) / 2 - 50, (c1 + c2) / 2
    t = (
        1
        - 0.17 * math.cos(math.radians(middle - 30))
        + 0.24 * math.cos(math.radians(2 * middle))
        + 0.32 * math.cos(math.radians(3 * middle + 6))
        - 0.2 * math.cos(math.radians(4 * middle - 63))
    )
    bend = math.exp(-(((middle - 275) / 25) ** 2))
    twist = -2 * math.sqrt(strong**7 / (strong**7 + 25**7)) * math.sin(math.radians(60 * bend))
    d_light = (l2 - l1) / (1 + 0.015 * light**2 / math.sqrt(20 + light**2))
    d_strong = (c2 - c1) / (1 + 0.045 * strong)
    d_hue /= 1 + 0.015 * strong * t
    return math.sqrt(d_light**2 + d_strong**2 + d_hue**2 + twist * d_strong * d_hue)


def _polar(lab: Lab, stretch: float) -> Lab:
    light, a, b = lab
    return light, math.hypot(a * stretch, b), math.degrees(math.atan2(b, a * stretch)) % 360
