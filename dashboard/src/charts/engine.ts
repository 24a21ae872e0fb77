/** The parts of ECharts that are used, and no others; its canvas draws without inline styles, which the policy forbids. */

import { BarChart, LineChart } from 'echarts/charts';
import { AxisPointerComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, LineChart, GridComponent, TooltipComponent, AxisPointerComponent, CanvasRenderer]);

export { init };
