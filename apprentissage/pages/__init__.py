"""Pages that belong to no room: home, legal notice, accessibility, the gallery of components, the two health answers."""
