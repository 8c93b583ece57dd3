/** One of our training steps in a process of its own: answers each line {"seconds"} with {"msPerStep"}. */
import { createInterface } from 'node:readline';
import { openSubject } from './subject.mjs';

const subject = await openSubject(process.argv[2]);
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify({ msPerStep: await subject.runFor(JSON.parse(line).seconds) }));
}
