#!/usr/bin/env node
// The `kizuna` command of a checkout: builds what is stale, then runs it in this process.
import { pathToFileURL } from 'node:url';
import { command, ensureBuilt } from './setup.mjs';

ensureBuilt();
await import(pathToFileURL(command).href);
