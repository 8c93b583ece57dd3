import { lossChoices, splitChoices, streamChoiceOf, streamChoices } from '../choices.ts';
import { choiceOption, defineCommand, switchOption, textOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { present } from '../present.ts';

export const evaluate = defineCommand({
  name: 'evaluate',
  summary: 'score a network on data',
  description: [
    'Computes loss and metrics of a trained network over data that have a target. Columns are found by the names that the network was trained on.',
  ],
  model: { required: true, help: 'the folder of a run, or a network of any format that train takes' },
  options: {
    data: textOption('-d, --data <DATA>', 'data to score on, in any format that train takes', { required: true }),
    target: textOption('-t, --target <NAME>', 'column or array of the target; by default that of the training'),
    loss: choiceOption('-l, --loss <LOSS>', 'loss to compute; by default that of the training', lossChoices),
    split: choiceOption(
      '--split <PART>',
      'which part: train and validation as the run divided them; by default test where the data bring one, otherwise all',
      splitChoices,
    ),
    stream: choiceOption('--stream <WHEN>', 'leave the data on disk and read them batch by batch', streamChoices),
    json: switchOption('--json', 'print the scores as one JSON object'),
  },
  examples: [
    { command: 'netwright evaluate runs/20261122-141503-digits --data digits.npz', does: 'scores on the test part' },
    {
      command: 'netwright evaluate model.onnx --data cars.csv --target MPG --loss mse',
      does: 'a network from elsewhere',
    },
  ],
  async run(model, { data, target, loss, split, stream = 'auto', json = false }, { output, errors }) {
    const { evaluateModel } = await import('../evaluate-model.ts');
    const text = json ? errors : output;
    const { lines, json: result } = await evaluateModel(
      { model: model!, data: data!, ...present({ target, loss, split }), stream: streamChoiceOf[stream] },
      text,
    );
    text.print(lines.join('\n'));
    if (json) output.print(result);
    return exitCodes.fine;
  },
});
