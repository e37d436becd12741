using Nca.Analysis.Envelope;

namespace Nca.Tests.Analysis.Envelope;

/// <summary>The border in curves where it is known.</summary>
public sealed class EnvelopeBorderTests
{
    [Fact]
    public void Every_step_of_a_step_function_is_found()
    {
        for (var first = 0; first <= 5; first++)
        {
            for (var last = 5; last <= 10; last++)
            {
                EnvelopePoint[] points = [.. Enumerable.Range(0, 11).Select(at => Point(at, at >= first && at <= last ? 4 : 0))];
                var border = EnvelopeBorder.Of(points, 5, isLogarithmic: false, isWhole: false);
                Assert.True(border.HoldsAsTrained);

                // From 4 of 4 to 0 of 4 the line passes one half in the middle.
                Assert.Equal(first == 0 ? null : first - 0.5, border.Low);
                Assert.Equal(last == 10 ? null : last + 0.5, border.High);
                var whole = EnvelopeBorder.Of(points, 5, isLogarithmic: false, isWhole: true);
                Assert.Equal(first == 0 ? null : first, whole.Low);
                Assert.Equal(last == 10 ? null : last, whole.High);
            }
        }
    }

    [Fact]
    public void Between_two_points_the_share_is_a_straight_line_on_the_axis()
    {
        EnvelopePoint[] points = [Point(1, 4), Point(2, 3), Point(8, 1)];
        Assert.Equal(5, EnvelopeBorder.Of(points, 1, isLogarithmic: false, isWhole: false).High!.Value, 12);
        Assert.Equal(4, EnvelopeBorder.Of(points, 1, isLogarithmic: true, isWhole: false).High!.Value, 12);

        // Exactly half is inside, and is where the line ends.
        Assert.Equal(2, EnvelopeBorder.Of([Point(1, 4), Point(2, 2), Point(4, 0)], 1, false, false).High!.Value, 12);
    }

    [Fact]
    public void The_nearest_border_counts_and_none_where_the_training_lies_outside()
    {
        EnvelopePoint[] points = [Point(0, 4), Point(1, 0), Point(2, 4), Point(3, 4), Point(4, 0), Point(5, 4)];
        var border = EnvelopeBorder.Of(points, 2, false, false);
        Assert.Equal((1.5, 3.5), (border.Low, border.High));
        Assert.Equal(new EnvelopeBorder(false, null, null), EnvelopeBorder.Of(points, 4, false, false));
    }

    [Fact]
    public void Half_way_between_values_follows_the_axis()
    {
        Assert.Equal(0.005, EnvelopeAxes.Noise.Between(0, 0.01));
        Assert.Equal(2.0, EnvelopeAxes.StepSize.Between(1, 4)!.Value, 12);
        Assert.Equal(10, EnvelopeAxes.WeightBits.Between(8, 12));
        Assert.Null(EnvelopeAxes.WeightBits.Between(4, 5));
    }

    private static EnvelopePoint Point(double value, int kept) => new(value, kept, 4, 0);
}
