#!/usr/bin/env node
// The `kizuna` command of a checkout: builds what is stale, then runs it in this process.
import { pathToFileURL } from 'node:url';
import { command, ensureBuilt } from './setup.mjs';

ensureBuilt();
// `npm run` moves to the top folder; paths are meant from where the command was typed.
if (process.env.npm_lifecycle_event === 'kizuna' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
await import(pathToFileURL(command).href);
