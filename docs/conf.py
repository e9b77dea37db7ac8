"""Sphinx: Markdown in, HTML out; nothing is fetched and nothing may dangle."""

project = "zhence 镇策"
author = "The zhence contributors"
project_copyright = author
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = project
html_copy_source = False
