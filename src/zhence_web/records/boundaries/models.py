"""Layers of boundaries, each with where it is from and what it may be used for."""

from __future__ import annotations

from django.db import models


class BoundaryLayer(models.Model):
    """One import. The one without *replaced_at* is shown.

    Shapes are kept in degrees of CGCS2000; *came_as* is the system of the file and
    *found* how that was known. *map_number* is the number under which the drawing was
    approved for the public (审图号); empty: it is a sketch, and pages say so.
    """

    name = models.CharField(max_length=120)
    licence = models.CharField(max_length=300)
    map_number = models.CharField(max_length=60, blank=True)
    came_as = models.CharField(max_length=40)
    found = models.CharField(max_length=12)
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)


class Boundary(models.Model):
    """The shape of a division by its code; *lng* and *lat* lie within it."""

    layer = models.ForeignKey(BoundaryLayer, models.CASCADE, related_name="boundaries")
    code = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    wkb = models.BinaryField()
    lng = models.FloatField()
    lat = models.FloatField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("layer", "code"), name="one_boundary_a_division"
            ),
        )
