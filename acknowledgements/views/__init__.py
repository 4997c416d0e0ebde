"""Pages of acknowledging, of campaigns and of coverage."""
