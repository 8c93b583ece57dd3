import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { addShortcuts } from '../../shell/shortcuts.ts';
import type { Parameter } from '../../state/parameters.ts';
import { Choice } from '../shared/choice.tsx';
import { axis, bySeeds, grouping, logX, logY, smoothing } from './settings.ts';

const axes = [
  ['step', 'Step'],
  ['epoch', 'Epoch'],
  ['relative', 'Time since start'],
  ['wall', 'Date and time'],
] as const;

const groupings = [
  ['tags', 'one a tag'],
  ['layout', "in the writer's layout"],
] as const;

function Switch({ label, of, title, isDisabled = false }: SwitchProps): JSX.Element {
  return (
    <label class="switch" title={title}>
      <input
        type="checkbox"
        checked={of.value}
        disabled={isDisabled}
        onChange={(event) => {
          of.value = event.currentTarget.checked;
        }}
      />
      {label}
    </label>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly of: Parameter<boolean>;
  readonly title: string;
  readonly isDisabled?: boolean;
}

/** How all curves are drawn. */
export function Controls({ hasLayout }: { readonly hasLayout: boolean }): JSX.Element {
  useEffect(
    () =>
      addShortcuts([
        { keys: ['l'], does: 'logarithmic values', run: () => (logY.value = !logY.value) },
        { keys: ['x'], does: 'next x axis: step, epoch, time', run: nextAxis },
        { keys: ['m'], does: 'mean over seeds', run: () => (bySeeds.value = !bySeeds.value) },
      ]),
    [],
  );
  return (
    <fieldset class="controls" aria-label="How curves are drawn">
      {hasLayout && <Choice label="charts" of={grouping} options={groupings} />}
      <Choice label="x axis" of={axis} options={axes} />
      <Switch label="log x" of={logX} title="Logarithmic x axis" isDisabled={axis.value === 'wall'} />
      <Switch label="log y" of={logY} title="Logarithmic values; what is 0 or below is marked at the foot" />
      <label class="field" title="Weight of an exponential mean; the curve itself stays beneath">
        <span>Smoothing</span>
        <input
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={sliderOf(smoothing.value)}
          aria-label="Smoothing"
          aria-valuetext={String(smoothing.value)}
          onInput={(event) => {
            smoothing.value = smoothingOf(Number(event.currentTarget.value));
          }}
        />
        <output class="smoothing-value">{smoothing.value}</output>
      </label>
      <Switch label="mean over seeds" of={bySeeds} title="Runs that differ in their seed alone, as mean and range" />
    </fieldset>
  );
}

function nextAxis(): void {
  const at = axes.findIndex(([name]) => name === axis.value);
  axis.value = axes[(at + 1) % axes.length]?.[0] ?? 'step';
}

/** The slider is finer towards 1, where a little more weight is many more points. */
const smoothingOf = (place: number): number =>
  place === 0 ? 0 : Math.min(0.999, Number((1 - (1 - place) ** 2).toFixed(3)));
const sliderOf = (weight: number): number => 1 - Math.sqrt(1 - weight);
