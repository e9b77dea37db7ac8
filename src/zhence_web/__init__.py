"""The site: it shows what the library decided, and says what that rests on."""
