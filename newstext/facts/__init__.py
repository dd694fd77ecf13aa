"""From the text of one article to facts, each with the half-open code point span of the body behind it."""
