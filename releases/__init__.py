"""Taking what reviewers have saved into use: asked for, read by a second person, at a time."""
