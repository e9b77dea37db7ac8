"""What has to be done by whom until when, and how they are told."""
