"""The colours of the levels, shared by figures and papers."""

# Five steps of one hue, lightness falling evenly: readable in grey and with any colour vision deficiency.
LEVEL_COLOURS = ("#e8eef5", "#bdd3ea", "#84aed8", "#2f6fad", "#0b3a6b")
LEVEL_INK = ("#1f2328", "#1f2328", "#1f2328", "#ffffff", "#ffffff")
