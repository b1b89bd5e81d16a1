"""How well two texts are laid side by side: kinds of planted differences, words under noise, quotations, time and memory."""
