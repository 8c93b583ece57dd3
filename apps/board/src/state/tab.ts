import { computed } from '@preact/signals';
import { tabs } from '../tabs/index.ts';
import { textParameter } from './parameters.ts';

/** The name of the tab in the address; empty for the first. */
export const tabName = textParameter('tab');

export const currentTab = computed(() => tabs.find(({ name }) => name === tabName.value) ?? tabs[0]);
