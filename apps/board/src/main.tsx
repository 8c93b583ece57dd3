import { render } from 'preact';
import { App } from './app.tsx';
import { followBoard, refresh } from './state/board.ts';
import '@preact/signals';

const place = document.getElementById('board');
if (place !== null) render(<App />, place);
void refresh();
followBoard();
