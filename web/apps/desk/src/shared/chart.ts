import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

interface Series {
  name: string;
  values: number[];
  color?: string;
}

export interface ChartData {
  kind: "bar" | "line";
  labels: string[];
  series: Series[];
  stacked?: boolean;
}

// The look's own colours; a pattern or a mark stands beside each, never the colour alone.
const COLOURS = ["#1d5fa8", "#8a5a00", "#1e6b3a", "#52606d", "#b3261e", "#174c86"];
const MARKS = ["circle", "rect", "triangle", "diamond", "roundRect", "pin"];

/** Draws a chart into an element; kept small and apart, so that pages without charts load none of it. */
export function draw(element: HTMLElement, data: ChartData): EChartsType {
  const chart = init(element);
  chart.setOption({
    animation: false,
    color: COLOURS,
    textStyle: { fontFamily: "inherit" },
    aria: { enabled: true, decal: { show: data.kind === "bar" } },
    // Drawn on the canvas: as HTML it would bring style attributes, which the page's rules refuse.
    tooltip: { trigger: "axis", renderMode: "richText" },
    legend: { type: "scroll", bottom: 0, icon: data.kind === "bar" ? "rect" : undefined },
    grid: { left: 8, right: 12, top: 12, bottom: 36, containLabel: true },
    xAxis: { type: "category", data: data.labels, axisTick: { show: false } },
    yAxis: { type: "value", minInterval: 1, splitLine: { lineStyle: { color: "#eceff3" } } },
    series: data.series.map((one, index) => ({
      type: data.kind,
      name: one.name,
      data: one.values,
      stack: data.stacked ? "all" : undefined,
      barMaxWidth: 36,
      symbol: MARKS[index % MARKS.length],
      symbolSize: 8,
      itemStyle: one.color ? { color: one.color } : undefined,
    })),
  });
  return chart;
}
