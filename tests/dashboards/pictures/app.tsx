// One dashboard as a page: every panel that Grafana's own components can draw outside Grafana, in its
// place, from our JSON and the answers of a store. What has no component (state-timeline) says so.
//
// The page takes #UID and &theme=light from its address; answers.js has set window.BOARDS.
import React from 'react';
import { createRoot } from 'react-dom/client';
import {
  applyFieldOverrides, cacheFieldDisplayNames, createDataFrame, createTheme, DataFrame, dateTime, EventBusSrv, FieldType,
  getDisplayValueAlignmentFactors, getFieldDisplayValues, Registry, standardEditorsRegistry,
  standardFieldConfigEditorRegistry, standardTransformers, standardTransformersRegistry, ThemeContext,
  transformDataFrame, VizOrientation,
} from '@grafana/data';
import {
  BarGauge, BigValue, GlobalStyles, PanelChrome, PanelContextProvider, Table, TimeSeries, VizRepeater,
} from '@grafana/ui';
import { TableNG } from '@grafana/ui/unstable';
import { lastValueFrom } from 'rxjs';

const UNIT = 38; // a row of Grafana's grid: 30 pixels and a gap of 8
const GAP = 8;

declare global { interface Window { BOARDS: any[]; } }

const asIs = (value: any) => value;
const STANDARD = ['unit', 'min', 'max', 'decimals', 'displayName', 'color', 'thresholds', 'mappings', 'links', 'noValue'];
const CUSTOM = ['drawStyle', 'lineInterpolation', 'lineWidth', 'lineStyle', 'fillOpacity', 'gradientMode', 'showPoints',
  'pointSize', 'spanNulls', 'axisPlacement', 'axisLabel', 'axisColorMode', 'axisSoftMin', 'scaleDistribution', 'stacking',
  'thresholdsStyle', 'hideFrom', 'align', 'wrapText', 'wrapHeaderText', 'cellOptions', 'filterable', 'inspect', 'width'];
const setting = (id: string, path: string, isCustom: boolean): any => ({
  id, path, isCustom, name: id, editor: () => null, override: () => null, process: asIs, shouldApply: () => true, settings: {},
});
const settings = () => [
  ...STANDARD.map((id) => setting(id, id, false)),
  ...CUSTOM.map((id) => setting(`custom.${id}`, id, true)),
];
const fieldConfigRegistry = new Registry<any>(settings);
standardFieldConfigEditorRegistry.setInit(settings);
standardEditorsRegistry.setInit(() => []);
const transformers = new Map(Object.values(standardTransformers).map((one: any) => [one.id, one]));
standardTransformersRegistry.setInit(() => [...transformers.values()].map((one: any) => ({
  id: one.id, name: one.name, transformation: one, editor: () => null, imageDark: '', imageLight: '',
})) as any);

function legend(target: any, labels: Record<string, string>) {
  if (target.legendFormat === '__auto') return Object.values(labels).join(' ') || 'Value';
  return target.legendFormat.replace(/\{\{(\w+)\}\}/g, (_: string, label: string) => labels[label] ?? '');
}

// Frames as Grafana's data source makes them: a series each, or a table for each query.
function frames(panel: any, answers: any): DataFrame[] {
  const found: DataFrame[] = [];
  for (const target of panel.targets) {
    const series = answers[target.refId];
    if (target.format === 'table') {
      if (series.length === 0) continue;
      const labels = [...new Set<string>(series.flatMap((one: any) => Object.keys(one.labels)))].sort();
      const value = panel.targets.length > 1 ? `Value #${target.refId}` : 'Value';
      found.push(createDataFrame({ refId: target.refId, fields: [
        { name: 'Time', type: FieldType.time, values: series.map((one: any) => one.values[0][0] * 1000) },
        ...labels.map((label) => ({ name: label, type: FieldType.string, values: series.map((one: any) => one.labels[label] ?? '') })),
        { name: value, type: FieldType.number, values: series.map((one: any) => Number(one.values[0][1])) },
      ] }));
      continue;
    }
    for (const one of series) {
      found.push(createDataFrame({ refId: target.refId, fields: [
        { name: 'Time', type: FieldType.time, values: one.values.map(([time]: any) => time * 1000) },
        { name: 'Value', type: FieldType.number, labels: one.labels, values: one.values.map(([, value]: any) => Number(value)),
          config: { displayNameFromDS: legend(target, one.labels) } },
      ] }));
    }
  }
  return found;
}

const replaceVariables = (text: string) => text;

async function prepared(panel: any, answers: any, theme: any): Promise<DataFrame[]> {
  const raw = frames(panel, answers);
  const shaped = panel.transformations ? await lastValueFrom(transformDataFrame(panel.transformations, raw)) : raw;
  const dressed = applyFieldOverrides({ data: shaped, fieldConfig: panel.fieldConfig, replaceVariables, theme,
    timeZone: 'Asia/Ho_Chi_Minh', fieldConfigRegistry });
  cacheFieldDisplayNames(dressed);
  return dressed;
}

function Repeated({ panel, data, theme, width, height, render, extra }: any) {
  const values = getFieldDisplayValues({ fieldConfig: panel.fieldConfig, reduceOptions: panel.options.reduceOptions,
    replaceVariables, theme, data, timeZone: 'Asia/Ho_Chi_Minh' });
  return (
    <VizRepeater source={data} width={width} height={height} renderCounter={0} orientation={panel.options.orientation}
      getValues={() => values} getAlignmentFactors={getDisplayValueAlignmentFactors} renderValue={render} {...extra} />
  );
}

function Stat({ panel, data, theme, width, height }: any) {
  const { options } = panel;
  return <Repeated {...{ panel, data, theme, width, height }} extra={{ autoGrid: true, itemSpacing: 3 }} render={(one: any) => (
    <BigValue value={one.value.display} count={one.count} colorMode={options.colorMode} graphMode={options.graphMode}
      justifyMode={options.justifyMode} textMode={options.textMode} alignmentFactors={one.alignmentFactors}
      width={one.width} height={one.height} theme={theme} disableWideLayout={!options.wideLayout} />
  )} />;
}

function Bars({ panel, data, theme, width, height }: any) {
  const { options } = panel;
  return <Repeated {...{ panel, data, theme, width, height }} extra={{
    itemSpacing: 4, minVizWidth: options.minVizWidth, minVizHeight: options.minVizHeight, maxVizHeight: options.maxVizHeight,
  }} render={(one: any) => (
    <BarGauge value={one.value.display} field={one.value.field} display={one.value.view?.getFieldDisplayProcessor(one.value.colIndex)}
      text={options.text} width={one.width} height={one.height} orientation={one.orientation} displayMode={options.displayMode} theme={theme}
      itemSpacing={4} lcdCellWidth={12} alignmentFactors={one.alignmentFactors} showUnfilled={options.showUnfilled}
      valueDisplayMode={options.valueMode} namePlacement={options.namePlacement} isOverflow={false} />
  )} />;
}

function Lines({ panel, data, width, height, from, to }: any) {
  if (data.length === 0) return <Nothing panel={panel} />;
  const range = { from: dateTime(from * 1000), to: dateTime(to * 1000), raw: { from: 'now-1d', to: 'now' } } as any;
  return <TimeSeries frames={data} timeRange={range} timeZone="Asia/Ho_Chi_Minh" width={width} height={height}
    legend={panel.options.legend} options={panel.options} structureRev={1}>{() => null}</TimeSeries>;
}

function Rows({ panel, data, width, height }: any) {
  if (data.length === 0 || data[0].length === 0) return <Nothing panel={panel} />;
  const Grid: any = TableNG ?? Table;
  return <Grid data={data[0]} width={width} height={height} cellHeight={panel.options.cellHeight} initialSortBy={panel.options.sortBy}
    noHeader={false} fieldConfig={panel.fieldConfig} getActions={() => []} structureRev={1} timeRange={undefined} />;
}

const Nothing = ({ panel }: any) => <div style={{ textAlign: 'center', paddingTop: 30 }}>{panel.fieldConfig.defaults.noValue}</div>;
const Unseen = ({ panel }: any) => <div style={{ textAlign: 'center', paddingTop: 30 }}>({panel.type}: Grafana only)</div>;
const KINDS: Record<string, any> = { stat: Stat, bargauge: Bars, timeseries: Lines, table: Rows };

async function show() {
  const [uid, ...more] = location.hash.slice(1).split('&');
  const mode = more.includes('theme=light') ? 'light' : 'dark';
  const theme = createTheme({ colors: { mode } });
  const board = window.BOARDS.find((one) => one.dashboard.uid === uid);
  const data: Record<number, DataFrame[]> = {};
  for (const panel of board.dashboard.panels) if (panel.type !== 'row') data[panel.id] = await prepared(panel, board.answers[panel.id], theme);
  const width = document.documentElement.clientWidth - 2 * GAP;
  const column = (width + GAP) / 24;
  const context: any = { eventBus: new EventBusSrv(), eventsScope: 'page', onToggleSeriesVisibility() {} };
  document.body.style.background = theme.colors.background.canvas;
  createRoot(document.getElementById('root')!).render(
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <PanelContextProvider value={context}>
        {board.dashboard.panels.map((panel: any) => {
          const { x, y, w, h } = panel.gridPos;
          if (panel.type === 'row') {
            const place = { left: GAP + x * column, top: GAP + y * UNIT };
            return <h4 key={panel.id} style={{ position: 'absolute', margin: 0, ...place }}>{panel.title}</h4>;
          }
          const Kind = KINDS[panel.type] ?? Unseen;
          const size = { width: Math.floor(w * column - GAP), height: h * UNIT - GAP };
          return (
            <div key={panel.id} style={{ position: 'absolute', left: GAP + x * column, top: GAP + y * UNIT }}>
              <PanelChrome title={panel.title} description={panel.description} {...size}>
                {(inner: number, high: number) => <Kind panel={panel} data={data[panel.id]} theme={theme} width={inner} height={high}
                  from={board.from} to={board.to} />}
              </PanelChrome>
            </div>
          );
        })}
      </PanelContextProvider>
    </ThemeContext.Provider>,
  );
}

show();
