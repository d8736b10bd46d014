"""An office's roster as documents, read back by other programs than wrote them."""
