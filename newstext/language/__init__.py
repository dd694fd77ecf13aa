"""Chinese as a language, independent of any fact: sentences, words, numerals, and the automaton of known names."""
