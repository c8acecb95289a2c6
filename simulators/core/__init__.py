"""The computations, pure: frozen values in, explained lines out. Only ``apprentissage.law`` is read."""
