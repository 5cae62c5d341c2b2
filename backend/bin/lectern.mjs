#!/usr/bin/env -S node --conditions=lectern-source
import '../src/cli/lectern.ts';
