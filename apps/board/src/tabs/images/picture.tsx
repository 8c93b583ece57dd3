import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ImageEntry, ImageFacts, RunSummary } from '../../api/contract.ts';
import { queryOf } from '../../api/requests.ts';
import { numberOf } from '../../lib/json-number.ts';
import { groupedNumber, shortNumber } from '../../lib/numbers-as-text.ts';
import { Icon } from '../../shell/icon.tsx';
import { useSize } from '../../shell/use-size.ts';
import { ColorBar } from '../shared/color-bar.tsx';
import { focusable } from '../shared/focusable.ts';
import { useAnswer } from '../shared/use-answer.ts';
import { endsOf, isOfOneChannel, readPixels, recoloured, valuesAt } from './pixels.ts';
import { colours, scale } from './settings.ts';

interface Props {
  readonly run: RunSummary;
  readonly tag: string;
  readonly entry: ImageEntry;
  readonly index: number;
}

interface Loaded {
  readonly address: string;
  readonly pixels: ImageData | undefined;
}

const nothing: readonly RunSummary[] = [];

/** One picture with what is known of its values. */
export function Picture({ run, tag, entry, index }: Props): JSX.Element {
  const query = queryOf({ run: run.id, tag, entry: entry.entry, index });
  const address = `api/image?${query}`;
  const { answer: facts, failure } = useAnswer<ImageFacts>(`image-facts?${query}`, nothing);
  const [loaded, setLoaded] = useState<Loaded>();
  const [reading, setReading] = useState('');
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(place);
  const map = colours.value;

  useEffect(() => {
    const abort = new AbortController();
    readPixels(address, abort.signal).then(
      (pixels) => setLoaded({ address, pixels }),
      () => {
        if (!abort.signal.aborted) setLoaded({ address, pixels: undefined });
      },
    );
    return () => abort.abort();
  }, [address]);

  const pixels = loaded?.pixels;
  const isMapped = useMemo(() => pixels !== undefined && isOfOneChannel(pixels), [pixels]);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (pixels === undefined || context === null || context === undefined) return;
    context.canvas.width = pixels.width;
    context.canvas.height = pixels.height;
    context.putImageData(recoloured(pixels, map), 0, 0);
  }, [pixels, map]);

  const fit = pixels === undefined ? 1 : Math.min(size.width / pixels.width, size.height / pixels.height);
  // Whole multiples keep pixels equally large; a picture larger than its place is made smaller.
  const chosenSize = Number(scale.value);
  const pixelSize = chosenSize > 0 ? chosenSize : fit >= 1 ? Math.floor(fit) : fit;
  const isCurrent = loaded?.address === address;

  const point = (event: PointerEvent): void => {
    const box = canvas.current?.getBoundingClientRect();
    if (box === undefined || pixels === undefined || facts === undefined) return;
    const x = Math.floor(((event.clientX - box.left) / box.width) * pixels.width);
    const y = Math.floor(((event.clientY - box.top) / box.height) * pixels.height);
    if (x < 0 || y < 0 || x >= pixels.width || y >= pixels.height) return;
    const values = valuesAt(pixels, x, y, facts);
    setReading(
      `(${x}, ${y}): ${values === 'not finite' ? values : values.map((value) => shortNumber(value)).join(', ')}`,
    );
  };

  return (
    <figure class="picture" data-state={isCurrent && facts !== undefined ? 'ready' : 'waiting'}>
      <div class="picture-place" ref={place} {...(chosenSize > 0 && focusable(`${tag} of ${run.name}, scrolls`))}>
        {isCurrent && pixels === undefined ? (
          <p class="card-failure">The picture cannot be decoded.</p>
        ) : (
          <canvas
            ref={canvas}
            role="img"
            aria-label={`${tag} of ${run.name} at step ${entry.step}, ${entry.width} by ${entry.height} pixels`}
            style={
              pixels === undefined
                ? {}
                : { width: `${pixels.width * pixelSize}px`, height: `${pixels.height * pixelSize}px` }
            }
            onPointerMove={point}
            onPointerLeave={() => setReading('')}
          />
        )}
      </div>
      <figcaption>
        {failure !== '' && <p class="card-failure">{failure}</p>}
        {facts !== undefined && <Facts facts={facts} isMapped={isMapped} reading={reading} entry={entry} />}
      </figcaption>
    </figure>
  );
}

interface FactsProps {
  readonly facts: ImageFacts;
  readonly isMapped: boolean;
  readonly reading: string;
  readonly entry: ImageEntry;
}

function Facts({ facts, isMapped, reading, entry }: FactsProps): JSX.Element {
  const [black, white] = endsOf(facts);
  const { original, stored, clippedPercent } = facts;
  const range = original?.range ?? stored;
  return (
    <>
      <p class="picture-facts">
        {range !== null && range !== undefined && (
          <span title={original === null ? 'Numbers as they are stored' : 'Values before they became pixels'}>
            {original === null ? 'stored ' : 'values '}
            {shortNumber(numberOf(range[0]))} … {shortNumber(numberOf(range[1]))}
          </span>
        )}
        {clippedPercent !== null && (
          <span>
            {shortNumber(clippedPercent, 2)} % {original === null ? 'at the limits' : 'clipped'}
          </span>
        )}
        <span class="quiet">
          {reading === '' ? `${groupedNumber(entry.width)} × ${groupedNumber(entry.height)}` : reading}
        </span>
      </p>
      {isMapped && (
        <ColorBar
          map={colours.value === 'stored' ? 'gray' : colours.value}
          from={black}
          to={white}
          remark={original === null ? 'as stored' : ''}
        />
      )}
      {facts.warnings.length > 0 && (
        <ul class="picture-warnings">
          {facts.warnings.map((warning) => (
            <li key={warning}>
              <Icon name="warning" />
              {warning}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
