"""Reports for machines: classes of their own, with a version, so that the inside can change without breaking users."""
