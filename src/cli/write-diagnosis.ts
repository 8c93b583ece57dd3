import { dirname, join } from 'node:path';
import { type Diagnosis, htmlReport } from '../diagnosis/index.ts';
import { makeFolder, replaceFile, replaceJson } from '../records/index.ts';

/** Writes a report into a folder as `report.html` and `report.json`. Throws FileError where that fails. */
export function writeReports(folder: string, diagnosis: Diagnosis, subject: string): { readonly html: string } {
  makeFolder(dirname(folder), folder);
  const html = join(folder, 'report.html');
  replaceFile(html, htmlReport(diagnosis, subject));
  replaceJson(join(folder, 'report.json'), diagnosis);
  return { html };
}
