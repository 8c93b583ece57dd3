import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EventFileWriter, encodeValueImage, readValueMapping } from '../../src/records/index.ts';
import { example, exampleTime, writeExample } from '../fixtures/event-files/example-events.mjs';

const fixture = (name: string) => readFileSync(new URL(`../fixtures/event-files/${name}`, import.meta.url));
const answers = JSON.parse(fixture('tensorboard.json').toString());
const folder = mkdtempSync(join(tmpdir(), 'netwright-tensorboard-'));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: exampleTime });
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('what TensorBoard shows of an event file of ours', () => {
  it('is about the very bytes that are written now', () => {
    const path = writeExample({ EventFileWriter, encodeValueImage }, folder);
    expect(readFileSync(path).equals(fixture('written-by-netwright.tfevents'))).toBe(true);
  });

  for (const reader of ['rust', 'python']) {
    const answer = answers[reader];

    it(`is, by its reader in ${reader}, in each of its plugins`, () => {
      const plugins = ['custom_scalars', 'distributions', 'histograms', 'hparams', 'images', 'scalars', 'text'];
      expect(answer.enabledPlugins).toEqual([...plugins, 'timeseries']);
      const { scalars, histograms, images } = answer.timeSeriesTags;
      expect(scalars.runTagInfo).toEqual({ run: ['loss/train', 'loss/val'] });
      expect(histograms.runTagInfo).toEqual({ run: ['weights/dense_1'] });
      expect(Object.keys(images.tagRunSampledInfo)).toEqual(['sample/0/output']);
      expect(answer.textTags).toEqual({ run: ['notes', 'table'] });
      expect(answer.distributionTags).toEqual(answer.histogramTags);
    });

    it(`is, by its reader in ${reader}, every scalar, NaN and infinities among them`, () => {
      expect(answer.runs).toEqual(['run']);
      expect(answer.scalars).toEqual(
        example.scalars.map(([step, value]) => [
          exampleTime / 1000,
          step,
          Number.isFinite(value) ? value : String(value),
        ]),
      );
    });

    it(`is, by its reader in ${reader}, histograms, pictures and texts with their descriptions`, () => {
      expect(answer.histograms).toEqual([[exampleTime / 1000, 1, example.histogram]]);
      expect(answer.histogramTags.run['weights/dense_1'].description).toBe('<p>all of <strong>them</strong></p>');
      expect(answer.imageTags.run['sample/0/output'].description).toBe('<p>Black is 0, white is 1</p>');
      expect(readValueMapping(Buffer.from(answer.png, 'base64'))).toMatchObject({ minimum: -0.5, maximum: 2 });
      expect(answer.text[0].text).toBe('<h1>Heading</h1>\n<p>with <em>Markdown</em></p>');
      expect(answer.table[0].text).toContain('<td><p>d</p></td>');
    });

    it(`is, by its reader in ${reader}, hyper-parameters with their metric, and custom charts`, () => {
      const [group] = answer.sessions.sessionGroups;
      expect(group.hparams).toEqual(example.hyperParameters);
      expect(group.metricValues).toMatchObject([{ name: { tag: 'loss/val' }, value: 0.75, trainingStep: 4 }]);
      expect(group.sessions).toMatchObject([
        { status: 'STATUS_SUCCESS', startTimeSecs: 1.7e9, endTimeSecs: 1.7e9 + 60 },
      ]);
      expect(answer.experiment).toMatchObject({ name: 'example', metricInfos: [{ displayName: 'validation loss' }] });
      expect(answer.customScalars.tag_to_events['loss/train']).toEqual(answer.scalars);
      expect(answer.layout.category).toMatchObject([
        { title: 'losses', closed: true, chart: [{ title: 'both', multiline: { tag: ['loss/.*'] } }] },
        { title: 'bands', chart: [{ margin: { series: [{ value: 'loss/train', lower: 'low', upper: 'high' }] } }] },
      ]);
    });
  }
});
