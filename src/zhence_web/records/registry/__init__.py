"""Towns and parks, memberships, enterprises, projects, documents."""
