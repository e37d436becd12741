using Nca.Analysis.Envelope;
using Nca.Runs;
using Nca.Studies;

namespace Nca.Tests.Studies;

/// <summary>Studies of the envelope as files and as sentences.</summary>
public sealed class EnvelopeStudyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nca-").FullName;

    [Fact]
    public void What_is_written_is_read_again_to_four_digits()
    {
        var path = Path.Combine(_folder, "made.json");
        var made = Made();
        made.Save(path);
        var read = EnvelopeStudy.Load(path);
        Assert.Equal((made.Identity, made.Name, made.Half), (read.Identity, read.Name, read.Half));
        Assert.Equal(made.Curves.Count, read.Curves.Count);
        foreach (var (one, again) in made.Curves.Zip(read.Curves))
        {
            Assert.Equal(
                (one.Axis, one.Text, one.IsLogarithmic, one.IsWhole, one.Trained),
                (again.Axis, again.Text, again.IsLogarithmic, again.IsWhole, again.Trained)
            );
            Assert.Equal(
                one.Points.Select(point => (point.Value, point.Proportion)),
                again.Points.Select(point => (point.Value, point.Proportion))
            );
        }

        Assert.Equal([1.235e-5, 0.01, double.PositiveInfinity], read.Curves[0].Points.Select(point => point.GrownError));
        Assert.Equal(made.Planes[0].Kept, read.Planes[0].Kept);
        Assert.Equal(made.Planes[0].Trained, read.Planes[0].Trained);
        Assert.Null(read.Along("none"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"Identity":"x","Name":"x","Curves":[null],"Planes":[],"Half":{"Value":0,"Kept":1,"Samples":2,"GrownError":0}}""")]
    public void A_damaged_file_is_one_line_that_names_it(string text)
    {
        var path = Path.Combine(_folder, "damaged.json");
        File.WriteAllText(path, text);
        var error = Assert.Throws<RunException>(() => EnvelopeStudy.Load(path));
        Assert.StartsWith($"{path} is damaged", error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.StartsWith($"{path}x cannot be read", Assert.Throws<RunException>(() => EnvelopeStudy.Load(path + "x")).Message);
    }

    [Theory]
    [InlineData("\"Kept\":[4,2,0,0]", "\"Kept\":[4,2,0]")]
    [InlineData("\"Kept\":[4,2,0,0]", "\"Kept\":[5,2,0,0]")]
    [InlineData("\"Value\":0.5,\"Kept\":4", "\"Value\":0.5,\"Kept\":5")]
    [InlineData("\"Value\":0.5,", "\"Value\":2,")]
    [InlineData("\"Value\":0.25,", "\"Value\":-1,")]
    public void A_file_with_impossible_numbers_is_damaged(string whole, string broken)
    {
        var path = Path.Combine(_folder, "made.json");
        Made().Save(path);
        var text = File.ReadAllText(path);
        Assert.Contains(whole, text);
        File.WriteAllText(path, text.Replace(whole, broken));
        Assert.Throws<RunException>(() => EnvelopeStudy.Load(path));
    }

    [Fact]
    public void Sentences_state_the_borders()
    {
        Assert.Equal(
            "A creature keeps its claims when its error is at most 0.003 at every look from age 200 to 1,000, every 100.",
            EnvelopeSentences.Rule
        );

        // Between 4 of 4 at 0.5 and 0 of 4 at 1 half-way by ratio: 0.707.
        Assert.Equal(
            "fire rate: kept up to 0.707 and down to 0.25, the first value tried.\n"
                + "noise: kept up to 0.15.\n"
                + "bits: kept down to 8.\n"
                + "canvas: kept by at least half at every value tried, 42 to 64.\n"
                + "hopeless: fewer than half keep their claims even as trained.\n"
                + "both: kept from 1.5 to 3.5 (and again at 5).\n"
                + "weights in half precision: kept by 3 of 4.",
            Made().DescribeBorders()
        );
        Assert.StartsWith("The creature cannot be turned", Made().DescribeTurning());
    }

    [Fact]
    public void A_turned_creature_is_told_by_its_errors()
    {
        var made = Made() with
        {
            Curves = [Curve("turn", "a", 0, (0, 4, 1e-5), (90, 0, 0.05)), Curve("turn-with-picture", "b", 0, (0, 4, 1e-5), (90, 4, 2e-5))],
        };
        Assert.Equal(
            "Turned by 90 degrees, its error is 0.05 against the picture as it stands and 2E-05 against the picture turned with it. "
                + "The turned picture is kept by at least half at these angles: 0, 90.",
            made.DescribeTurning()
        );
    }

    [Fact]
    public void Stored_studies_are_whole_and_belong_to_shipped_runs()
    {
        foreach (var (name, study) in EnvelopeStudy.AllStored())
        {
            var run = StoredRun.Load(
                Assert.Single(StoredRun.FoldersIn(ProjectFolder.Of("data", "runs")), folder => Path.GetFileName(folder) == name)
            );
            Assert.Equal(run.Identity, study.Identity);
            Assert.Equal(EnvelopeAxes.Of(run.Creature).Select(axis => axis.Name), study.Curves.Select(curve => curve.Axis));
            Assert.All(study.Curves, curve => Assert.True(curve.Border.HoldsAsTrained));
            Assert.Equal(2, study.Planes.Count);
        }
    }

    private static EnvelopeStudy Made() =>
        new(
            "identity",
            "🐣",
            [
                Curve("fire-rate", "fire rate", 0.5, (0.25, 4, 1.23456e-5), (0.5, 4, 0.01), (1, 0, double.PositiveInfinity)) with
                {
                    IsLogarithmic = true,
                },
                Curve("noise", "noise", 0, (0, 4, 0), (0.1, 3, 0), (0.2, 1, 0)),
                Curve("bits", "bits", 32, (4, 0, 0), (8, 4, 0), (32, 4, 0)) with
                {
                    IsWhole = true,
                },
                Curve("canvas", "canvas", 64, (42, 4, 0), (64, 4, 0)),
                Curve("hopeless", "hopeless", 1, (1, 1, 0), (2, 4, 0)),
                Curve("both", "both", 2, (1, 0, 0), (2, 4, 0), (3, 4, 0), (4, 0, 0), (5, 4, 0)),
            ],
            [new EnvelopePlane("along", "up", [1, 2], [3, 4], [1, 3], 4, [4, 2, 0, 0])],
            new EnvelopePoint(0, 3, 4, 0)
        );

    private static EnvelopeCurve Curve(string axis, string text, double trained, params (double Value, int Kept, double Error)[] points) =>
        new(axis, text, false, false, trained, [.. points.Select(point => new EnvelopePoint(point.Value, point.Kept, 4, point.Error))]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
