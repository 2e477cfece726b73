"""Writes micrograph.png and phases.png: /usr/bin/python3 make.py in this folder. See ../README.md."""

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter

SIDE = 128
draws = np.random.default_rng(4)
field = gaussian_filter(draws.standard_normal((SIDE, SIDE)), 5)
bright = field > np.quantile(field, 0.65)
# Each phase has its grey, edges are as sharp as the beam, and every count has its noise.
grey = gaussian_filter(np.where(bright, 165.0, 85.0), 0.7) + draws.normal(0, 18, (SIDE, SIDE))
Image.fromarray(np.clip(np.round(grey), 0, 255).astype("u1")).save("micrograph.png", optimize=True)
Image.fromarray(bright).save("phases.png", optimize=True)
