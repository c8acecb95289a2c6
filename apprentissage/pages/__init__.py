"""Pages that belong to no room: home, legal notice, accessibility, the gallery of components, health answers."""
