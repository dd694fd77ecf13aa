"""From bytes to articles: decode, normalise, give every line a role, mend the seams, assemble the articles."""
