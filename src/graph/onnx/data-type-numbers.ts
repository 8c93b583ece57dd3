import type { DataType } from '../../core/index.ts';

/** ONNX's numbers for data types (`TensorProto.DataType` in onnx.proto). */
export const dataTypeNumbers: Readonly<Record<DataType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
};

const byNumber = new Map(Object.entries(dataTypeNumbers).map(([dtype, number]) => [number, dtype as DataType]));

/** The data type that an ONNX number stands for; undefined where netwright has none such (text, bfloat16, float8). */
export function dataTypeOfNumber(number: number): DataType | undefined {
  return byNumber.get(number);
}
