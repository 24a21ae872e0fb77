/** The parts of ECharts that flows are drawn with; they are loaded for this page alone. */

import { SankeyChart } from 'echarts/charts';
import { TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([SankeyChart, TooltipComponent, CanvasRenderer]);

export { init };
