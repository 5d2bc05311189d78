"""A worker receives nudges: asked once, in their own hours, with buttons, and a reply of their own if they want to."""
