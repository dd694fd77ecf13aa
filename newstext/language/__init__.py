"""Chinese as a language, independent of any fact: sentences, words, numerals, and the lexicon of known names."""
