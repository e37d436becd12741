using System.Text.Json;
using Nca.Automaton;
using Nca.Figures.Drawing;
using Nca.Figures.Gallery;
using Nca.Figures.Model;
using Nca.Metrics;
using Nca.Training;

namespace Nca.Figures.Tests;

/// <summary>Figures of dynamics show what was measured.</summary>
public sealed class DynamicsFiguresTests
{
    [Fact]
    public void The_density_of_weights_is_a_curve_for_each_moment()
    {
        var snapshots = new[] { 0, 40, 70, 100 }.Select(percent => new WeightSnapshot(percent, Weights(percent + 1))).ToArray();
        var figure = DynamicsFigures.Weights(snapshots);
        var density = Assert.IsType<LineChart>(figure.Charts[0]);
        Assert.Equal(["0 %", "40 %", "70 %", "100 %"], density.Series.Select(series => series.Name));
        for (var moment = 0; moment < 4; moment++)
        {
            var series = density.Series[moment];
            var expected = GaussianKernelDensity.Of([.. snapshots[moment].Weights.Values.Select(weight => (double)weight)]);
            Assert.Equal(200, series.X.Length);
            Assert.Equal(expected.Grid, series.X);
            Assert.Equal(expected.Density, series.Y);
        }

        static UpdateRuleWeights Weights(int scale)
        {
            var weights = new UpdateRuleWeights(16, 8);
            for (var index = 0; index < weights.Values.Length; index++)
                weights.Values[index] = scale * MathF.Sin(index);
            return weights;
        }
    }

    [Fact]
    public void A_place_that_is_no_number_is_a_gap_and_turns_no_axis_into_words()
    {
        var chart = new LineChart
        {
            Title = "gap",
            XTitle = "x",
            YTitle = "y",
            Series =
            [
                new Series
                {
                    Name = "a",
                    X = [1, double.NaN, double.PositiveInfinity, 0.1],
                    Y = [1, 2, 3, 4],
                },
            ],
        };
        using var json = JsonDocument.Parse(RenderingPlugin.Renderer.PlotlyJson(chart));
        var places = json.RootElement.GetProperty("data")[0].GetProperty("x").EnumerateArray().Select(place => place.GetRawText());
        Assert.Equal(["1", "null", "null", "0.1"], places.Select(place => place == "1.0" ? "1" : place));
    }
}
