import type {
  EventHyperParameters,
  ExperimentHyperParameter,
  ExperimentMetric,
  HyperParameterValue,
  SessionStatus,
} from './event-value.ts';
import { MalformedMessage, type WireReader } from './wire.ts';

/** Numbers of enums in tensorboard/plugins/hparams/api.proto. */
export const sessionStatuses: readonly SessionStatus[] = ['unknown', 'success', 'failure', 'running'];
export const hyperParameterTypes = [undefined, 'string', 'boolean', 'number'] as const;
export const metricData = [undefined, 'training', 'validation'] as const;

/** Reads an HParamsPluginData (tensorboard/plugins/hparams/plugin_data.proto). */
export function decodeHyperParameters(reader: WireReader, end: number): EventHyperParameters {
  let found: EventHyperParameters | undefined;
  reader.fieldsUpTo(end, (field) => {
    if (field === 2) found = experiment(reader, end);
    else if (field === 3) found = sessionStart(reader, end);
    else if (field === 4) found = sessionEnd(reader, end);
  });
  if (found === undefined) throw new MalformedMessage('hyper-parameters are neither of an experiment nor of a session');
  return found;
}

function sessionStart(reader: WireReader, end: number): EventHyperParameters {
  const values = new Map<string, HyperParameterValue>();
  let groupName: string | undefined;
  let startTime: number | undefined;
  reader.messageWithin(end, (field, stop) => {
    if (field === 1) {
      let name = '';
      let value: HyperParameterValue | undefined;
      reader.messageWithin(stop, (part, entryEnd) => {
        if (part === 1) name = reader.textWithin(entryEnd);
        else if (part === 2) value = plainValue(reader, entryEnd);
      });
      if (value !== undefined) values.set(name, value);
    } else if (field === 4) groupName = reader.textWithin(stop);
    else if (field === 5) startTime = reader.readDouble();
  });
  return { kind: 'session-start', values, groupName, startTime };
}

/** A google.protobuf.Value that is a number, a text or a boolean. */
function plainValue(reader: WireReader, end: number): HyperParameterValue | undefined {
  let value: HyperParameterValue | undefined;
  reader.messageWithin(end, (field, stop) => {
    if (field === 2) value = reader.readDouble();
    else if (field === 3) value = reader.textWithin(stop);
    else if (field === 4) value = reader.readBoolean();
  });
  return value;
}

function sessionEnd(reader: WireReader, end: number): EventHyperParameters {
  let status = 0;
  let endTime: number | undefined;
  reader.messageWithin(end, (field) => {
    if (field === 1) status = reader.readVarint();
    else if (field === 2) endTime = reader.readDouble();
  });
  return { kind: 'session-end', status: sessionStatuses[status] ?? 'unknown', endTime };
}

function experiment(reader: WireReader, end: number): EventHyperParameters {
  let [name, description]: (string | undefined)[] = [];
  const hyperParameters: ExperimentHyperParameter[] = [];
  const metrics: ExperimentMetric[] = [];
  reader.messageWithin(end, (field, stop) => {
    if (field === 6) name = reader.textWithin(stop);
    else if (field === 1) description = reader.textWithin(stop);
    else if (field === 4) hyperParameters.push(hyperParameter(reader, stop));
    else if (field === 5) metrics.push(metric(reader, stop));
  });
  return { kind: 'experiment', name, description, hyperParameters, metrics };
}

function hyperParameter(reader: WireReader, end: number): ExperimentHyperParameter {
  let name = '';
  let [displayName, description]: (string | undefined)[] = [];
  let type: ExperimentHyperParameter['type'];
  let values: HyperParameterValue[] | undefined;
  let interval: [number, number] | undefined;
  reader.messageWithin(end, (field, stop) => {
    if (field === 1) name = reader.textWithin(stop);
    else if (field === 2) displayName = reader.textWithin(stop);
    else if (field === 3) description = reader.textWithin(stop);
    else if (field === 4) type = hyperParameterTypes[reader.readVarint()];
    else if (field === 5) values = listOfValues(reader, stop);
    else if (field === 6) {
      const ends: [number, number] = [0, 0];
      interval = ends;
      reader.messageWithin(stop, (part) => {
        if (part === 1 || part === 2) ends[part - 1] = reader.readDouble();
      });
    }
  });
  return { name, displayName, description, type, values, interval };
}

function listOfValues(reader: WireReader, end: number): HyperParameterValue[] {
  const values: HyperParameterValue[] = [];
  reader.messageWithin(end, (field, stop) => {
    if (field !== 1) return;
    const value = plainValue(reader, stop);
    if (value !== undefined) values.push(value);
  });
  return values;
}

function metric(reader: WireReader, end: number): ExperimentMetric {
  let tag = '';
  let [group, displayName, description]: (string | undefined)[] = [];
  let data: ExperimentMetric['data'];
  reader.messageWithin(end, (field, stop) => {
    if (field === 1) {
      reader.messageWithin(stop, (part, nameEnd) => {
        if (part === 1) group = reader.textWithin(nameEnd);
        else if (part === 2) tag = reader.textWithin(nameEnd);
      });
    } else if (field === 3) displayName = reader.textWithin(stop);
    else if (field === 4) description = reader.textWithin(stop);
    else if (field === 5) data = metricData[reader.readVarint()];
  });
  return { tag, group, displayName, description, data };
}
