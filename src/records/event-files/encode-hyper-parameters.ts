import { PbfWriter } from 'pbf';
import { hyperParameterTypes, metricData, sessionStatuses } from './decode-hyper-parameters.ts';
import type {
  EventHyperParameters,
  ExperimentHyperParameter,
  ExperimentMetric,
  HyperParameterValue,
} from './event-value.ts';

/** An HParamsPluginData (tensorboard/plugins/hparams/plugin_data.proto) in bytes. */
export function encodeHyperParameters(data: EventHyperParameters): Uint8Array {
  const writer = new PbfWriter();
  const field = data.kind === 'experiment' ? 2 : data.kind === 'session-start' ? 3 : 4;
  writer.writeMessage(field, writeData, data);
  return writer.finish();
}

function writeData(data: EventHyperParameters, writer: PbfWriter): void {
  if (data.kind === 'experiment') {
    writeText(writer, 6, data.name);
    writeText(writer, 1, data.description);
    for (const parameter of data.hyperParameters) writer.writeMessage(4, writeHyperParameter, parameter);
    for (const metric of data.metrics) writer.writeMessage(5, writeMetric, metric);
  } else if (data.kind === 'session-start') {
    for (const entry of data.values) writer.writeMessage(1, writeEntry, entry);
    writeText(writer, 4, data.groupName);
    if (data.startTime !== undefined) writer.writeDoubleField(5, data.startTime);
  } else {
    writer.writeVarintField(1, sessionStatuses.indexOf(data.status));
    if (data.endTime !== undefined) writer.writeDoubleField(2, data.endTime);
  }
}

function writeText(writer: PbfWriter, field: number, text: string | undefined): void {
  if (text !== undefined) writer.writeStringField(field, text);
}

function writeEntry([name, value]: readonly [string, HyperParameterValue], writer: PbfWriter): void {
  writer.writeStringField(1, name);
  writer.writeMessage(2, writeValue, value);
}

/** A google.protobuf.Value. */
function writeValue(value: HyperParameterValue, writer: PbfWriter): void {
  if (typeof value === 'number') writer.writeDoubleField(2, value);
  else if (typeof value === 'string') writer.writeStringField(3, value);
  else writer.writeBooleanField(4, value);
}

function writeHyperParameter(parameter: ExperimentHyperParameter, writer: PbfWriter): void {
  writer.writeStringField(1, parameter.name);
  writeText(writer, 2, parameter.displayName);
  writeText(writer, 3, parameter.description);
  if (parameter.type !== undefined) writer.writeVarintField(4, hyperParameterTypes.indexOf(parameter.type));
  if (parameter.values !== undefined) {
    writer.writeMessage(
      5,
      (values, list) => {
        for (const value of values) list.writeMessage(1, writeValue, value);
      },
      parameter.values,
    );
  } else if (parameter.interval !== undefined) {
    writer.writeMessage(
      6,
      ([smallest, largest], interval) => {
        interval.writeDoubleField(1, smallest);
        interval.writeDoubleField(2, largest);
      },
      parameter.interval,
    );
  }
}

function writeMetric({ tag, group, displayName, description, data }: ExperimentMetric, writer: PbfWriter): void {
  writer.writeMessage(
    1,
    (_, name) => {
      writeText(name, 1, group);
      name.writeStringField(2, tag);
    },
    undefined,
  );
  writeText(writer, 3, displayName);
  writeText(writer, 4, description);
  if (data !== undefined) writer.writeVarintField(5, metricData.indexOf(data));
}
