process.stdout.write('kizuna\n');
