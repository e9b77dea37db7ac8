"""What ranks: runs of an index, grades of firms, races and stars; all of it frozen."""
