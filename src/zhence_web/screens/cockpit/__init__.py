"""The screens of those who look: one frame, every number a link."""
