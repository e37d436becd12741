using Nca.Sweeps.Grid;
using Nca.Training;

namespace Nca.Sweeps.Tests;

public sealed class GridTests
{
    [Theory]
    [InlineData("FireRate=0.2,0.5", "0.2 0.5")]
    [InlineData("Seed=1..3", "1 2 3")]
    [InlineData("LearningRate=0.1..0.3:0.1", "0.1 0.2 0.3")]
    [InlineData("Steps=10,20..40:10", "10 20 30 40")]
    [InlineData("Seed=5", "5")]
    public void Values_and_ranges_are_read(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Axis.Parse(text).Values));

    [Theory]
    [InlineData("FireRate", "FireRate")]
    [InlineData("=3", "=3")]
    [InlineData("FireRate=", "FireRate")]
    [InlineData("FireRate=0.2,,0.5", "FireRate")]
    [InlineData("FireRate=0.5,0.5", "0.5 twice")]
    [InlineData("Seed=3..1", "Seed")]
    [InlineData("Seed=1..3:0", "Seed")]
    [InlineData("Seed=1..3:1:1", "Seed")]
    [InlineData("Seed=a..b", "Seed")]
    [InlineData("Seed=1..1000000000", "more than")]
    public void Nonsense_is_refused_with_the_field(string text, string named) =>
        Assert.Contains(named, Assert.Throws<SweepException>(() => Axis.Parse(text)).Message);

    [Fact]
    public void Axes_are_crossed_the_last_one_fastest()
    {
        var cells = Sweep("FireRate=0.2,0.5", "Seed=1..3").Cells();
        Assert.Equal(
            ["0.2 1", "0.2 2", "0.2 3", "0.5 1", "0.5 2", "0.5 3"],
            cells.Select(cell => $"{cell.Values["FireRate"]} {cell.Values["Seed"]}")
        );
        Assert.Equal((0.5, 2L), (cells[4].Config.FireRate, cells[4].Config.Seed));
        Assert.Equal([1, 1], cells[4].Place);
        Assert.Equal(Enumerable.Range(0, 6), cells.Select(cell => cell.Index));
    }

    [Fact]
    public void Axes_are_zipped_where_they_are_of_one_length()
    {
        var sweep = Sweep("FireRate=0.2,0.5", "Steps=10,20") with { IsZipped = true };
        Assert.Equal([(0.2, 10), (0.5, 20)], sweep.Cells().Select(cell => (cell.Config.FireRate, cell.Config.Steps)));
        var uneven = Sweep("FireRate=0.2,0.5", "Steps=10") with { IsZipped = true };
        Assert.Contains("Steps has 1", Assert.Throws<SweepException>(uneven.Cells).Message);
    }

    [Theory]
    [InlineData("FireRat=1,2", "FireRat")]
    [InlineData("FireRate=0.5,2", "FireRate")]
    [InlineData("BatchSize=two,3", "BatchSize")]
    public void A_hyperparameter_that_cannot_be_is_refused_by_name(string axis, string named) =>
        Assert.Contains(named, Assert.ThrowsAny<InvalidConfigException>(() => Sweep(axis).Cells()).Message);

    [Fact]
    public void A_field_is_an_axis_or_set_and_neither_twice()
    {
        Assert.Contains("Seed", Assert.Throws<SweepException>(() => Sweep("Seed=1,2", "seed=3,4").Cells()).Message);
        var both = Sweep("Steps=1,2") with { Set = new Dictionary<string, string> { ["Steps"] = "3" } };
        Assert.Contains("Steps", Assert.Throws<SweepException>(both.Cells).Message);
        Assert.Contains("100000", Assert.Throws<SweepException>(() => Sweep("Seed=1..9000", "Steps=1..9000").Cells()).Message);
    }

    [Fact]
    public void A_file_says_the_same_in_yaml_and_in_json()
    {
        const string Yaml =
            "preset: Quick\nset:\n  Steps: 30\naxes:\n  FireRate: 0.2, 0.5\n  RolloutCap: [64, 80]\nseeds: 1..2\nsamples: 4\n";
        const string Json =
            """{"preset":"Quick","set":{"Steps":30},"axes":{"FireRate":[0.2,0.5],"RolloutCap":"64,80"},"seeds":"1..2","samples":4}""";
        var (yaml, json) = (SweepFile.Parse(Yaml, "a.yaml"), SweepFile.Parse(Json, "a.json"));
        Assert.Equal(8, yaml.Cells().Count);
        Assert.Equal(yaml.Cells().Select(cell => (cell.Label, cell.Config)), json.Cells().Select(cell => (cell.Label, cell.Config)));
        Assert.Equal((30, 4), (yaml.Cells()[0].Config.Steps, yaml.Samples));
    }

    [Theory]
    [InlineData("colour: red", "colour")]
    [InlineData("axes: 3", "axes")]
    [InlineData("samples: many", "samples")]
    [InlineData("zip: perhaps", "zip")]
    [InlineData("- a\n- b", "no description")]
    [InlineData("", "no description")]
    [InlineData("set: {Steps: [1, [2]]}", "set")]
    [InlineData("a: [", "line 2")]
    public void A_file_that_says_something_else_is_refused(string text, string named)
    {
        var message = Assert.Throws<SweepException>(() => SweepFile.Parse(text, "my.yaml")).Message;
        Assert.Contains("my.yaml", message);
        Assert.Contains(named, message);
        Assert.DoesNotContain('\n', message);
    }

    private static SweepSpecification Sweep(params string[] axes) => new() { Axes = [.. axes.Select(Axis.Parse)] };
}
