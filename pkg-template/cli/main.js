#!/usr/bin/env node
// The command `linq-contact-card`.
import { run } from './run.js';

process.exitCode = await run(process.argv.slice(2), process);
