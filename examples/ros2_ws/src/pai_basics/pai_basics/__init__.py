"""First nodes of the book *Physical AI & Humanoid Robotics*."""
