"""The demo: real lists with their sources, everything else made up and labelled so.

Each module loads one context. Rows are written in bulk, with one audit entry a
batch that says so; what people do in the demo goes through the real actions.
"""
