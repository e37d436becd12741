using System.Text.Json;
using Nca.Analysis.Growth;
using Nca.Analysis.Healing;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines.Fused;
using Nca.Figures.Drawing;
using Nca.Figures.Gallery;
using Nca.Figures.Model;
using Nca.Metrics;
using Nca.Targets;
using Nca.Training;

namespace Nca.Figures.Tests;

public sealed class HealingFiguresTests : IDisposable
{
    private readonly FusedRolloutEngine _engine = new(1);
    private readonly Target _target = Target.Load("1f423", 16, 10);

    [Fact]
    public void What_was_not_seen_to_recover_is_a_hollow_mark_at_the_limit_and_no_number()
    {
        var run = (
            Samples(),
            (IReadOnlyList<RecoveryCurve>)
                [new RecoveryCurve(2, [Trial(5), Trial(null), Trial(10)]), new RecoveryCurve(3, [Trial(null), Trial(null), Trial(null)])]
        );
        var figure = HealingFigures.Performance(run);
        var times = Assert.IsType<LineChart>(figure.Charts[^1]);
        Assert.Equal([5.0, 10], times.Series[0].Y);
        Assert.Equal(SeriesStyle.OpenPoints, times.Series[1].Style);
        Assert.Equal([10.0, 10, 10, 10], times.Series[1].Y);
        Assert.Equal(times.Series[0].Colour, times.Series[1].Colour);
        Assert.Contains("2 of 3 at r = 2, 0 of 3 at r = 3", figure.Caption);
        var table = HealingFigures.Recovery(run);
        Assert.Equal("Half were back after", table.Headings[4]);
        Assert.Equal(["10 steps", "not within 10"], table.Rows.Select(row => row[4]));

        var json = JsonDocument.Parse(RenderingPlugin.Renderer.PlotlyJson(times)).RootElement.GetProperty("data");
        Assert.Equal("circle-open", json[1].GetProperty("marker").GetProperty("symbol").GetString());
        Assert.False(json[1].GetProperty("showlegend").GetBoolean());
        var shares = JsonDocument.Parse(RenderingPlugin.Renderer.PlotlyJson(figure.Charts[0])).RootElement.GetProperty("data");
        Assert.Equal("hv", shares[0].GetProperty("line").GetProperty("shape").GetString());
        Assert.Equal([0, 1 / 3.0, 2 / 3.0], shares[0].GetProperty("y").EnumerateArray().Select(value => value.GetDouble()), (a, b) =>
            Math.Abs(a - b) < 1e-5
        );
    }

    [Fact]
    public void A_map_is_drawn_with_its_outline_the_right_way_up()
    {
        // A target of one cell at row 5, column 9: four edges around it.
        var one = _target with { Rgba = new float[16 * 16 * 4] };
        one.Rgba[(5 * 16 + 9) * 4 + 3] = 1;
        var outline = HealingFigures.OutlineOf(one);
        Assert.Equal((8.5, 9.5), (outline.X.Where(double.IsFinite).Min(), outline.X.Where(double.IsFinite).Max()));
        Assert.Equal((4.5, 5.5), (outline.Y.Where(double.IsFinite).Min(), outline.Y.Where(double.IsFinite).Max()));
        Assert.Equal(4, outline.X.Count(double.IsNaN));

        var map = new HeatMap
        {
            XTitle = "x",
            YTitle = "y",
            ColourTitle = "share",
            Values = new double[,]
            {
                { 1, 1 },
                { 0, double.NaN },
            },
            X = [4, 12],
            Y = [4, 12],
            Range = (0, 1),
            Outline = outline,
        };
        var json = JsonDocument.Parse(RenderingPlugin.Renderer.PlotlyJson(map)).RootElement;
        Assert.Equal("reversed", json.GetProperty("layout").GetProperty("yaxis").GetProperty("autorange").GetString());
        Assert.Equal(1, json.GetProperty("data")[0].GetProperty("zmax").GetDouble());
        Assert.Equal("lines", json.GetProperty("data")[1].GetProperty("mode").GetString());

        // On paper: yellow above, dark below on the left, and the outline's colour somewhere in the upper half.
        var image = RgbImage.Of(
            RenderingPlugin.Renderer.Png(
                new ChartFigure
                {
                    Title = "T",
                    Caption = "C",
                    Charts = [map],
                }
            )
        );
        int Count(int fromRow, int toRow, (int, int, int) colour) =>
            Enumerable
                .Range(fromRow * image.Width, (toRow - fromRow) * image.Width)
                .Count(pixel =>
                    Math.Abs(image.Data[pixel * 3] - colour.Item1)
                        + Math.Abs(image.Data[pixel * 3 + 1] - colour.Item2)
                        + Math.Abs(image.Data[pixel * 3 + 2] - colour.Item3)
                    < 40
                );
        Assert.True(Count(0, image.Height / 2, (253, 231, 37)) > 10_000);
        Assert.True(Count(image.Height / 2, image.Height, (68, 1, 84)) > 5_000);
        Assert.True(Count(0, image.Height / 2, (213, 94, 0)) > 20);
        Assert.Equal(0, Count(image.Height * 3 / 4, image.Height, (213, 94, 0)));
    }

    [Fact]
    public void Every_figure_of_a_wound_can_be_made_and_drawn()
    {
        var samples = Samples();
        var twins = TwinComparison.Of(samples.Grown, Damage.Circle(8, 8, 3), samples.Protocol, every: 2);
        var curves = RecoveryCurve.OverRadii(samples.Grown, samples.Radii, samples.Protocol);
        var map = HealingMap.Of(samples.Grown, 2, 3, samples.Protocol);
        Figure[] figures =
        [
            HealingFigures.Test(samples, twins),
            HealingFigures.Film((samples, twins)),
            HealingFigures.Twins((samples, twins)),
            HealingFigures.Curves((samples, curves)),
            HealingFigures.Performance((samples, curves)),
            HealingFigures.Halves(samples),
            HealingFigures.Maps((samples, map)),
        ];
        foreach (var figure in figures)
        {
            Assert.Contains(figure.Title, figure.ToHtml());
            var image = RgbImage.Of(RenderingPlugin.Renderer.Png(figure));
            Assert.True(image.Data.Distinct().Count() > 5, figure.Title);
        }

        Assert.Contains("0 of 3 without the right half", HealingFigures.Halves(samples).Caption);
        Assert.Equal("no: nothing lives", HealingFigures.BeforeHealing(samples with { Grown = [new CellState(16, 16, 16)] }).Rows[^1][4]);
    }

    [Fact]
    public void Pictures_stand_beside_each_other_on_white()
    {
        var beside = Pixels.Beside([new Pixels(1, 3, [1, 1, 1, 2, 2, 2, 3, 3, 3]), new Pixels(1, 1, [9, 9, 9])], gap: 1);
        Assert.Equal((3, 3), (beside.Width, beside.Height));
        Assert.Equal([1, 255, 255, 2, 255, 9, 3, 255, 255], Enumerable.Range(0, 9).Select(pixel => (int)beside.Rgb[pixel * 3]));
    }

    [Fact]
    public void A_table_of_configs_sets_off_what_differs_from_the_first()
    {
        var table = ConfigTable.Of(("Published", TrainingConfig.Distill), ("Here", TrainingConfig.Distill with { FireRate = 0.8 }));
        var row = table.Rows.Single(row => row[0] == "FireRate");
        Assert.Equal(["FireRate", "0.5", "0.8"], row);
        Assert.Equal([(table.Rows.ToList().IndexOf(row), 2)], table.Marked);
        Assert.Contains("<td>0.5</td><td><strong>0.8</strong></td>", table.ToHtml());
        Assert.Equal(["ReseedPolicy", "Reseeded before", "Reseeded before"], table.Rows.Single(entry => entry[0] == "ReseedPolicy"));
        Assert.Equal(TrainingConfigFields.Names, table.Rows.Select(entry => entry[0]));
    }

    [Fact]
    public void Columns_of_numbers_stand_below_each_other_and_many_columns_are_set_smaller()
    {
        var table = new Table(
            ["Name", "Count"],
            [
                ["a", "8,336"],
                ["b", "-1.5e-3"],
            ]
        );
        Assert.Contains("<th scope=\"col\">Name</th><th scope=\"col\" class=\"number\">Count</th>", table.ToHtml());
        Assert.Contains("<td>b</td><td class=\"number\">-1.5e-3</td>", table.ToHtml());
        Assert.Contains(
            "<td class=\"number\"></td>",
            new Table(
                ["Gap"],
                [
                    ["1"],
                    [""],
                ]
            ).ToHtml()
        );
        Assert.DoesNotContain(
            "class=\"number\"",
            new Table(
                ["Mixed"],
                [
                    ["1"],
                    ["none"],
                ]
            ).ToHtml()
        );
        Assert.DoesNotContain("class=\"number\"", new Table(["Empty"], []).ToHtml());
        Assert.DoesNotContain("wide dense", table.ToHtml());
        Assert.Contains(
            "class=\"nca-table wide dense\"",
            new Table([.. Enumerable.Range(0, 9).Select(column => $"{column}")], []).ToHtml()
        );
    }

    [Fact]
    public void The_curves_and_the_pool_of_a_training_say_what_they_show()
    {
        var config = TrainingConfig.Distill with
        {
            Hidden = 8,
            Steps = 6,
            PoolSize = 8,
            BatchSize = 2,
            RolloutStart = 4,
            RolloutCap = 4,
            RolloutMinimum = 2,
        };
        var training = WatchedTraining.Run(
            config,
            _target,
            _engine,
            looks: 2,
            entries: 4,
            cancellation: TestContext.Current.CancellationToken
        );
        var curves = TrainingCurves.Of("Curves", training);
        Assert.Equal(
            ["Training loss", "Gradient norm", "Living cells", "Rollout schedule", "Learning rate", "Hidden channels"],
            curves.Charts.Select(chart => chart.Title)
        );
        Assert.Equal(training.Records.Select(record => record.Loss), ((LineChart)curves.Charts[0]).Series[0].Y);
        Assert.Equal([4.0, 4, 4, 4, 4, 4], ((LineChart)curves.Charts[3]).Series[1].Y);
        Assert.Equal([2.0, 2, 2, 2, 2, 2], ((LineChart)curves.Charts[3]).Series[2].Y);
        Assert.StartsWith("6 iterations.", curves.Caption);
        Assert.Contains("of 12 samples", curves.Caption);
        var pool = PoolFigures.OverTime(training);
        Assert.Equal(12, pool.Frames.Count);
        Assert.Equal(["after 0", "after 3", "after 6"], pool.Frames.Select(frame => frame.Label).Distinct());

        // A growth that leaves the finite numbers has stayed least of all, whatever the other did.
        var fine = new TrainedAutomaton(config.Automaton, training.Weights, _target).Watch(
            engine: _engine,
            plan: new GrowthPlan { Steps = 8, Samples = 2 }
        );
        var worse = fine with { Steps = [.. fine.Steps.Select(step => step with { Error = SummaryStatistics.Of([3 * step.Error.Mean]) })] };
        Assert.Contains("error is 3 times smaller.", PoolFigures.WarmAndCold(fine, worse, 6).Caption);
        Assert.Contains("does not help.", PoolFigures.WarmAndCold(worse, fine, 6).Caption);
        var lost = fine with
        {
            Steps = [.. fine.Steps.Select(step => step with { Error = new SummaryStatistics(double.NaN, 0, double.NaN, double.NaN) })],
        };
        var caption = PoolFigures.Staying(("well", fine), ("badly", lost), _target, 4).Caption;
        Assert.Contains("The automaton trained well stays better.", caption);
    }

    public void Dispose() => _engine.Dispose();

    private static HealingTrial Trial(int? steps) =>
        new(Damage.Circle(0, 0, 1), 1e-4, [0.1, 0.1, 0.1], steps) { Last = new CellState(16, 16, 16) };

    private GrownSamples Samples()
    {
        var state = new CellState(16, 16, 16);
        for (var cell = 0; cell < 256; cell++)
            _target.Rgba.AsSpan(cell * 4, 4).CopyTo(state.Values.AsSpan(cell * 16));
        return new GrownSamples(
            "still",
            new HealingProtocol(new(new AutomatonConfig { Hidden = 4 }, new UpdateRuleWeights(16, 4), _target), _engine, 10),
            200,
            [state, state, state]
        );
    }
}
