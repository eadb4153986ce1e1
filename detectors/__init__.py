"""What a value is: one kind, or one small family, a module. See :mod:`tongguan.detector`."""
