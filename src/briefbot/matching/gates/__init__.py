"""What has to hold of what ranks first before it is said."""
